return await SimulatedMailStore.CommandLine.RunAsync(args);
