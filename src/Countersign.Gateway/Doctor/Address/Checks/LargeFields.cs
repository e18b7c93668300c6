using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class LargeFields : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "between/large-cookies",
        "How many octets of cookies get through, of 4, 8 and 16 KiB, and who refuses more.",
        "Cookies of several applications add up; past the bound every request fails, the sign-in page too, until somebody deletes them.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.LargeCookies.IsEmpty || facts.Script is not { IsAnswered: true } plain)
            return [];
        if (facts.LargeCookies.FirstOrDefault(tried => IsRefused(tried.Exchange, plain)) is not { Exchange: { } refused, Octets: var octets })
            return [Row.Ok("16 KiB of cookies get through.")];

        var who = refused.IsAnswered
            ? string.Create(CultureInfo.InvariantCulture, $"{refused.Server} answers {refused.Status}")
            : $"{plain.Server} closes the connection";
        var found = string.Create(CultureInfo.InvariantCulture, $"{octets / 1024} KiB of cookies are too many: {who}.");
        const string Mend = "Raise the bound there to 16 KiB (nginx: large_client_header_buffers 4 16k; Apache: LimitRequestFieldSize 16380; HAProxy: tune.bufsize 32768).";
        return octets switch
        {
            <= 4096 => [Row.Fault(found, Mend)],
            <= 8192 => [Row.Warning(found, Mend)],
            _ => [Row.Ok($"8 KiB of cookies get through; {found}")],
        };
    }

    private static bool IsRefused(Exchange tried, Exchange plain) =>
        !tried.IsAnswered || (tried.Status != plain.Status && tried.Status is 400 or 413 or 414 or 431 or 494 or 500 or 502 or 503 or 520);
}
