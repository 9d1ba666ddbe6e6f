/** Azure Resource Manager writes times with seven decimals. */
export function azureTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '0000Z');
}
