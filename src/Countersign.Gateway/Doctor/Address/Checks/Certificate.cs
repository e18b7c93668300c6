using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class Certificate(TimeProvider clock) : IAddressCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    public CheckRow Row { get; } = new(
        "connection/certificate",
        "The certificate of each host on the way: its names, who vouches for it, when it ends.",
        "Browsers stop people with a warning before they see the sign-in page.");

    public IEnumerable<Finding> Judge(AddressFacts facts) => facts.Certificates.Select(Judge);

    private Finding Judge(TlsFacts shown)
    {
        var now = clock.GetUtcNow();
        if (shown.Ends <= now)
            return Row.Fault($"The certificate of {shown.Host} ended on {Day(shown.Ends)}.", "Renew it, and have whoever ends TLS read it again.");
        if (shown.Begins > now)
            return Row.Fault($"The certificate of {shown.Host} begins on {Day(shown.Begins)} only.", "Set the clock of this machine right, or use the certificate of before.");
        if (!shown.IsForHost)
            return Row.Fault($"The certificate that {shown.Host} shows is for {(shown.Names.IsEmpty ? "no name" : string.Join(", ", shown.Names.Take(5)))}.", $"Have one issued that names {shown.Host}, and let the server choose it by name (SNI).");
        if (!shown.IsTrusted)
            return Row.Fault($"Nobody who is trusted here vouches for the certificate of {shown.Host}: {shown.Why}.", "Send the intermediate certificates along with it; if it comes from an authority of your own, name that by --cacert FILE.");
        return shown.Ends - now < Soon
            ? Row.Warning($"The certificate of {shown.Host} ends on {Day(shown.Ends)}.", "Renew it, and look at what should have done so.")
            : Row.Ok($"The certificate of {shown.Host} is good until {Day(shown.Ends)}.");
    }

    private static string Day(DateTimeOffset day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
