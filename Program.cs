return await TenantOnboarding.Components.Program.TenantProgram.RunAsync(Console.Error);
