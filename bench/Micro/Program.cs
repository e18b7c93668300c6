using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

// In this process: BenchmarkDotNet's own build would not see the repository's central package versions.
// As a mutator, so that it holds for jobs of the command line (--job short) as well.
var inProcess = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).AsMutator();
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(inProcess)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.Job, Column.Toolchain)
    .WithOptions(ConfigOptions.DisableLogFile);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
