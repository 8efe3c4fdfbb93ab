return await SimulatedTenant.CommandLine.RunAsync(args).ConfigureAwait(false);
