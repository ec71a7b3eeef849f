using ConversationGrid.Silo;

if (args is ["hash-password"]) return PasswordHash.Print();
await GridHost.Build(args).RunAsync();
return 0;
