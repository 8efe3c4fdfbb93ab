using OwnProgram;
using Pulumi;

return await Deployment.RunAsync(Archive.Declare);
