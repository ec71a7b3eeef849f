// The hosts of the security tests and of the host's tests are compiled in: these are what they and the tests here speak of.
global using ConversationGrid.Fuzz.Wire;
global using ConversationGrid.Host.Tests;
global using ConversationGrid.LocalPostgres;
global using ConversationGrid.Security.Tests.Access;
global using ConversationGrid.Silo;
