import { renderDocument } from './render.ts';
import { serveRenders } from './serve-renders.ts';

serveRenders(renderDocument);
