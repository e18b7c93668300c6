using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class DiskFree : ISurroundingsCheck
{
    private const long Some = 500L << 20;
    private const long Least = 50L << 20;

    private static readonly CheckRow Row = new(
        "store/disk",
        "How much room there is on the disk of a SQLite store.",
        "On a full disk no session can begin.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel) => Task.FromResult(Look(place.Configuration.Store.File));

    private static IReadOnlyList<Finding> Look(string? file)
    {
        if (file is null)
            return [Row.NotChecked("The database's machine knows its disk.")];
        if (Path.GetDirectoryName(file) is not { } folder || !Directory.Exists(folder))
            return [Row.Fault($"The folder of {file} is not there.", $"Make it for the user of the gateway: mkdir -p {Path.GetDirectoryName(file)}")];
        return [Judge(new DriveInfo(folder).AvailableFreeSpace, folder)];
    }

    internal static Finding Judge(long free, string folder)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB are free on the disk of {folder}.");
        const string Mend = "Make room, or shorten journal.retention and journal.max-rows.";
        if (free < Least)
            return Row.Fault(found, Mend);
        return free < Some ? Row.Warning(found, Mend) : Row.Ok(found);
    }
}
