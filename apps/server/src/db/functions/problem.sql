-- A refusal as the posting functions answer it: a code of the API, the field's path, what to do.
CREATE OR REPLACE FUNCTION erp.problem(code text, path text, message text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN jsonb_build_object('code', code, 'path', path, 'message', message);
