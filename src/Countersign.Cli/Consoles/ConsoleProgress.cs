using Countersign.Cli.Commands;
using Countersign.Cli.Labs;
using Countersign.Lab.Exercises.Progress;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Consoles;

/// <summary>The progress of this user, which <c>countersign lab</c> has as well.</summary>
/// <param name="file">Where it is kept.</param>
/// <param name="error">Where trouble is told.</param>
internal sealed class ConsoleProgress(ProgressFile file, TextWriter error) : IKeptProgress
{
    // Where it can't be kept, the exercises go on all the same.
    private LabProgress? _last;

    /// <summary>That of this user; null, and told, where there is no place for it.</summary>
    public static ConsoleProgress? Open(TextWriter error)
    {
        try
        {
            return new(ProgressFile.Open(), error);
        }
        catch (Exception failed) when (failed is CommandFailure or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"countersign: progress in the exercises is not kept: {failed.Message}");
            return null;
        }
    }

    public LabProgress Read() => Try(() => file.Read(error)) ?? _last ?? new("console");

    public void Change(Func<LabProgress, LabProgress> change)
    {
        if (Try(() => file.Change(error, change)) is null)
            _last = change(_last ?? new("console"));
    }

    private LabProgress? Try(Func<LabProgress> ask)
    {
        try
        {
            return _last = ask();
        }
        catch (Exception failed) when (failed is CommandFailure or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"countersign: {failed.Message}");
            return null;
        }
    }
}
