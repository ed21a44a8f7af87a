/** `2026-11-24 12:00:03Z`: a time of the API in a form that sorts and greps; the text itself where it is no time. */
export const formatTime = (time: string): string => {
  const parsed = new Date(time);
  return Number.isNaN(parsed.getTime()) ? time : `${parsed.toISOString().slice(0, 19).replace('T', ' ')}Z`;
};

/** `3d`, `2h`, `5m`, `12s`: how long since a time. */
export const formatAge = (time: string, now: number): string => {
  const seconds = Math.max(0, Math.floor((now - new Date(time).getTime()) / 1000));
  if (!Number.isFinite(seconds)) return '?';
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
  ] as const)
    if (seconds >= size) return `${Math.floor(seconds / size)}${unit}`;
  return `${seconds}s`;
};
