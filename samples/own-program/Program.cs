using OwnProgram;
using Pulumi;

return await Deployment.RunAsync(MailArchive.Declare);
