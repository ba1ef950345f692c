export const whole = (count: number): string => count.toLocaleString('en')
export const dollars = (usd: number): string => `$${usd.toFixed(usd > 0 && usd < 1 ? 4 : 2)}`
