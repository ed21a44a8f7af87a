/**
 * The script a replica's command is started by: what `.profile.d/*.sh` and `.profile` export reaches the command, as on Heroku.
 * The command comes in as an argument, so nothing is ever quoted. The last shell replaces itself by a simple command,
 * which then gets signals directly.
 */
const script = `cd -- "$1" || exit 126
sluice_command=$2
set --
for sluice_file in .profile.d/*.sh .profile; do
  if [ -f "$sluice_file" ]; then . "./$sluice_file"; fi
done
exec "$BASH" --noprofile --norc -c "$sluice_command"`;

/** The program and arguments that run `command` of an app in the folder `tree` (as the replica sees it), with shell semantics. */
export const startCommand = (start: { readonly tree: string; readonly command: string }) => ({
  file: '/bin/bash',
  args: ['--noprofile', '--norc', '-c', script, 'sluice', start.tree, start.command] as readonly string[],
});
