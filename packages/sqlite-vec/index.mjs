import extension from './index.cjs';

export const { getLoadablePath, load } = extension;
