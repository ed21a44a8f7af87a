/** `2017-04-12T17:43:28.000+00:00`, from milliseconds since the epoch: the form Gigalixir's API has. */
export const formatTime = (at: number): string => new Date(at).toISOString().replace('Z', '+00:00');
