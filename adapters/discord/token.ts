export const tokenWrong = 'Discord does not accept DISCORD_TOKEN.';

export const tokenTodo =
  'Copy the token under "Bot" on your app\'s page at https://discord.com/developers/applications (press Reset Token to see one), set DISCORD_TOKEN to it and start again.';

/** What is wrong and what to do, for whoever runs Reveille. */
export const tokenWords = `${tokenWrong} ${tokenTodo}`;
