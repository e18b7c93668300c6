using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class ListenerCertificate : ISurroundingsCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    private static readonly CheckRow Row = new(
        "listeners/certificate",
        "The certificate of each https listener: readable, with its key, not over, for every host that routes name.",
        "Browsers stop people with a warning before they see the sign-in page.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>(
        [.. place.Configuration.Listen.Where(listener => listener is { Certificate: not null, Key: not null }).DistinctBy(listener => listener.Certificate).SelectMany(listener => Look(listener, place))]);

    private static IEnumerable<Finding> Look(ListenerConfiguration listener, ConfiguredPlace place)
    {
        var file = listener.Certificate!;
        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPemFile(file, listener.Key);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A key of another certificate comes as an argument with a parameter's name.
            var why = failure is ArgumentException ? "the key is not that of the certificate" : failure.Message.TrimEnd('.');
            return [Row.Fault($"The certificate {file} can't be used: {why}.", $"Put both files there of one issue, readable for the user of the gateway (now: {Environment.UserName}).")];
        }

        using (certificate)
            return [.. Judge(certificate, file, place)];
    }

    private static IEnumerable<Finding> Judge(X509Certificate2 certificate, string file, ConfiguredPlace place)
    {
        var (now, begins, ends) = (place.Clock.GetUtcNow(), new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        var day = ends.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (ends <= now)
            yield return Row.Fault($"The certificate {file} ended on {day}.", "Renew it; the gateway reads the new files by itself.");
        else if (begins > now)
            yield return Row.Fault($"The certificate {file} begins on {begins.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} only.", "Set the clock right, or use the certificate of before.");
        else if (ends - now < Soon)
            yield return Row.Warning($"The certificate {file} ends on {day}.", "Renew it, and look at what should have done so.");
        else
            yield return Row.Ok($"The certificate {file} has its key, and is good until {day}.");

        var missing = place.Hosts.Where(host => !certificate.MatchesHostname(host)).ToList();
        if (missing.Count > 0)
            yield return Row.Warning($"The certificate {file} is not for {string.Join(", ", missing)}.", "Have one issued that names these hosts as well.");
    }
}
