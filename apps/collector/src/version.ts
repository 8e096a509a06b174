/** Version of the package, as told to other programs. */
export const version = '0.1.0';
