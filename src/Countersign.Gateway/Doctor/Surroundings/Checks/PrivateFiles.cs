using System.Collections.Immutable;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class PrivateFiles : ISurroundingsCheck
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly CheckRow Row = new(
        "files/private",
        "Whether other users of this machine may read or change the store, keys and password files.",
        "Who can read them can sign in as somebody else.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel) => Task.FromResult(Look(FilesOf(place.Configuration)));

    private static IReadOnlyList<Finding> Look(IEnumerable<string> files)
    {
        if (OperatingSystem.IsWindows())
            return [Row.NotChecked("Windows has other permissions.")];
        var there = files.Where(File.Exists).Distinct(StringComparer.Ordinal).ToList();
        var open = there.Where(IsOpen).ToList();
        if (open.Count > 0)
            return [Row.Warning($"Every user of this machine may read or change {string.Join(", ", open)}.", $"chmod o= {string.Join(' ', open)}")];
        return there.Count == 0 ? [] : [Row.Ok($"Other users can't read {string.Join(", ", there.Select(Path.GetFileName))}.")];
    }

    private static bool IsOpen(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None;

    private static IEnumerable<string> FilesOf(GatewayConfiguration gateway)
    {
        if (gateway.Store.File is { } store)
            yield return store;
        if (gateway.AdminToken is null)
            yield return gateway.AdminTokenFile;
        foreach (var key in gateway.Listen.Select(listener => listener.Key).OfType<string>())
            yield return key;
        foreach (var key in gateway.SignIn?.Providers.Select(provider => provider.Client.Key).OfType<string>() ?? [])
            yield return key;
        foreach (var scheme in gateway.Schemes)
        {
            if (scheme is BasicConfiguration { Htpasswd: { } htpasswd })
                yield return htpasswd;
            if (scheme is DigestConfiguration digest)
                yield return digest.Htdigest;
        }
    }
}
