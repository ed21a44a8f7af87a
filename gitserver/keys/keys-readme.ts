/** README of the keys folder, for whoever looks after the data folder. */
export const keysReadme = `The keys of this platform. Back them up together with the data folder, and apart from it.

recovery.key   MOVE THIS FILE OFFLINE (a password manager, a safe) and delete it here. It opens the environment of
               every app and is needed only when platform.key or the database is lost:
               SOPS_AGE_KEY_FILE=recovery.key sops decrypt env.yaml
recovery.pub   its public half; every app's env.yaml is encrypted to it too. Leave it here
platform.key   seals the apps' own keys in the database. Without it the platform can't read any environment
signing.key    signs the platform's commits in config repositories
signing.pub    its public half, for an allowed signers file:
               git -c gpg.ssh.allowedSignersFile=FILE verify-commit main, with the line "* " and this key in FILE
`;
