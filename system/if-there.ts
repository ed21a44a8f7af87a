/** What a call of the file system gives, or undefined where the file or folder isn't there. Any other failure is thrown. */
export const ifThere = async <Value>(call: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await call;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
