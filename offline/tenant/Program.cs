return await SimulatedTenant.CommandLine.RunAsync(args);
