-- The control tables: who may sign in, which companies exist and where, who may do what in them. They know
-- every company and every user, so row-level security does not apply: a service reads them by key.
-- No foreign key or join leads from here to schema erp, because companies may live on other servers.
CREATE SCHEMA control;
GRANT USAGE ON SCHEMA control TO crypto_erp_app;

-- Written by better-auth (features/users/auth.ts), whose fields these columns are.
CREATE TABLE control.users (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND char_length(email) <= 254),
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- The token is no secret by itself: the cookie carries it signed with the server's key.
CREATE TABLE control.sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES control.users ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  expires_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_of_user ON control.sessions (user_id);

-- How a user proves who they are: today a password (scrypt), later other providers.
CREATE TABLE control.credentials (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES control.users ON DELETE CASCADE,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (provider_id, account_id)
);
CREATE INDEX credentials_of_user ON control.credentials (user_id);

-- Short-lived secrets: a sign-in that waits for its second factor, a trusted device.
CREATE TABLE control.verifications (
  id uuid PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verifications_by_identifier ON control.verifications (identifier);

-- The TOTP secret and the backup codes, both encrypted with the server's key.
CREATE TABLE control.two_factors (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL UNIQUE REFERENCES control.users ON DELETE CASCADE,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until timestamptz
);

-- The directory: where each company lives. Its settings and books are in schema erp of that shard.
CREATE TABLE control.companies (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  shard integer NOT NULL DEFAULT 0 CHECK (shard >= 0),
  region text NOT NULL DEFAULT 'default',
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE DOMAIN control.role AS text
  CHECK (VALUE IN ('owner', 'admin', 'accountant', 'clerk', 'approver', 'auditor'));

CREATE TABLE control.memberships (
  company_id uuid NOT NULL REFERENCES control.companies,
  user_id uuid NOT NULL REFERENCES control.users,
  role control.role NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (company_id, user_id)
);
CREATE INDEX memberships_of_user ON control.memberships (user_id);

-- Without an owner nobody could ever grant the role again. The company's row is locked first, so that two
-- owners who leave at once are judged one after the other.
CREATE FUNCTION control.refuse_ownerless_company() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM control.companies WHERE id = OLD.company_id FOR UPDATE;
  IF NOT EXISTS (SELECT FROM control.memberships WHERE company_id = OLD.company_id AND role = 'owner') THEN
    RAISE EXCEPTION 'company % would have no owner', OLD.company_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'memberships_keep_an_owner';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER memberships_keep_an_owner AFTER UPDATE OR DELETE ON control.memberships
  FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION control.refuse_ownerless_company();

-- Only the SHA-256 of a token is kept: what leaks from here opens nothing.
CREATE TABLE control.invitations (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES control.companies,
  email text NOT NULL CHECK (email = lower(email) AND char_length(email) <= 254),
  role control.role NOT NULL,
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  invited_by uuid REFERENCES control.users,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_by uuid REFERENCES control.users,
  CHECK ((accepted_at IS NULL) = (accepted_by IS NULL))
);
CREATE INDEX invitations_waiting ON control.invitations (company_id, id) WHERE accepted_at IS NULL;

CREATE TABLE control.api_keys (
  id uuid PRIMARY KEY,
  company_id uuid NOT NULL REFERENCES control.companies,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  role control.role NOT NULL,
  key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
  -- The first characters of the key, to tell keys apart.
  prefix text NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_by uuid REFERENCES control.users,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX api_keys_of_company ON control.api_keys (company_id, id);

GRANT SELECT, INSERT, UPDATE ON control.users, control.credentials, control.companies, control.api_keys
  TO crypto_erp_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON control.sessions, control.verifications, control.two_factors,
  control.memberships, control.invitations TO crypto_erp_app;
