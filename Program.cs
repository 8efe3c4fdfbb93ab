return await TenantOnboarding.TenantProgram.RunAsync(Console.Error);
