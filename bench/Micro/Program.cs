using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

// In this process: BenchmarkDotNet's own build would not see the repository's central package versions.
// As a mutator, so that it holds for jobs of the command line (--job short) as well.
// The framework comes compiled, our code has to be: without a long warm-up the two would be compared at different tiers of the JIT compiler.
var inProcess = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithMinWarmupCount(12).AsMutator();
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(inProcess)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.Job, Column.Toolchain)
    .WithOptions(ConfigOptions.DisableLogFile);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
