using System.Collections.Immutable;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Doctor.Surroundings;
using Countersign.Gateway.Doctor.Surroundings.Checks;

namespace Countersign.Gateway.Doctor;

/// <summary>Looks at a configuration and all that it relies on: store, files, listeners, names, providers, upstreams.</summary>
public static class SurroundingsExamination
{
    /// <summary>How long one check may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads the file, then looks around.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="progress">Is told what is looked at next.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public static Task<DoctorReport> RunAsync(string file, IProgress<string> progress, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(file);
        return RunAsync(ConfigurationReader.Read(file), progress, clock, cancel);
    }

    internal static async Task<DoctorReport> RunAsync(ConfigurationReading reading, IProgress<string> progress, TimeProvider clock, CancellationToken cancel)
    {
        var found = ImmutableArray.CreateBuilder<Finding>();
        found.AddRange(ConfigurationRead.Judge(reading));
        if (reading.Configuration is { } configuration)
        {
            var place = new ConfiguredPlace(configuration, clock);
            foreach (var check in SurroundingsCatalogue.All)
            {
                progress.Report(check.Rows[0].Id);
                found.AddRange(await LookAsync(check, place, clock, cancel));
            }
        }

        return new(reading.File, [.. found]);
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(ISurroundingsCheck check, ConfiguredPlace place, TimeProvider clock, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            return await check.LookAsync(place, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [check.Rows[0].NotChecked($"It took longer than {Patience.TotalSeconds} s.")];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [check.Rows[0].NotChecked(failure.Message)];
        }
    }
}
