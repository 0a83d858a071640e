import { serveRenders } from '../../documents/pdf/serve-renders.ts';
import { renderStatement } from './render.ts';

serveRenders(renderStatement);
