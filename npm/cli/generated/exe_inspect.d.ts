export function inspect(file: unknown): unknown;
