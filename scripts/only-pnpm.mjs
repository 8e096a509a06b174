if (!(process.env.npm_config_user_agent ?? '').startsWith('pnpm/')) {
  console.error(
    '\nThis repository is installed with pnpm. Run `npm start` (it fetches all it needs),\nor `npx --yes pnpm@12.21.0 install`.\n',
  );
  process.exit(1);
}
