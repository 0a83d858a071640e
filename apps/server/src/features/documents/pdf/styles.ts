import { INK, MUTED } from './pages.ts';
import type { TextStyle } from './wrap.ts';

export const TITLE: TextStyle = { size: 22, weight: 'bold', color: INK };
export const NAME: TextStyle = { size: 13, weight: 'bold', color: INK };
export const STRONG: TextStyle = { size: 9, weight: 'bold', color: INK };
export const BODY: TextStyle = { size: 9, weight: 'regular', color: INK };
export const QUIET: TextStyle = { size: 8.5, weight: 'regular', color: MUTED };
export const LABEL: TextStyle = { size: 7.5, weight: 'regular', color: MUTED };
