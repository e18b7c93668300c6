using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Surroundings.Checks;

namespace Countersign.Gateway.Doctor.Surroundings;

/// <summary>All checks of a configuration and its surroundings, in the order of the report.</summary>
internal static class SurroundingsCatalogue
{
    public static ImmutableArray<ISurroundingsCheck> All { get; } =
    [
        new StoreReadable(),
        new StoreWritable(),
        new DiskFree(),
        new DatabaseClock(),
        new PrivateFiles(),
        new Listening(),
        new ListenerCertificate(),
        new CookieTransport(),
        new NamesResolve(),
        new SomebodyToSignIn(),
        new ProxiesBelieved(),
        new ProxiesAsking(),
        new ProvidersAnswer(),
        new IssuersAnswer(),
        new UpstreamsAnswer(),
    ];

    public static IEnumerable<CheckRow> Rows => All.SelectMany(check => check.Rows).Prepend(ConfigurationRead.Row);
}
