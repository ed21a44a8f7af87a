/** How large a slug may be. */
export type SlugLimits = { readonly archiveBytes: number; readonly unpackedBytes: number; readonly entries: number };

export const slugLimits: SlugLimits = { archiveBytes: 500_000_000, unpackedBytes: 4_000_000_000, entries: 500_000 };
