using Countersign.Cli;

return await CountersignCommand.RunAsync(args);
