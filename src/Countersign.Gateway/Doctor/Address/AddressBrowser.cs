using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Cookies;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>Goes about as a browser does: keeps cookies by the rules, and follows where it is sent.</summary>
internal sealed class AddressBrowser(AddressClient client, BrowserFields fields, TimeProvider clock)
{
    /// <summary>Browsers stop at about as many redirects.</summary>
    private const int MostSteps = 20;

    private readonly List<CookieTaken> _taken = [];

    public CookieJar Jar { get; } = new(clock);

    /// <summary>All cookies that were given so far.</summary>
    public ImmutableArray<CookieTaken> Taken => [.. _taken];

    /// <summary>Opens an address and follows.</summary>
    /// <param name="url">The address.</param>
    /// <param name="isOurs">Whether a host may be followed to; what is asked elsewhere would be somebody else's business.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<(ImmutableArray<Exchange> Way, bool IsCircle)> OpenAsync(Uri url, Func<Uri, bool> isOurs, CancellationToken cancel)
    {
        var way = ImmutableArray.CreateBuilder<Exchange>();
        for (var at = url; way.Count < MostSteps; at = way[^1].Target!)
        {
            way.Add(await AskAsync(new("GET", at) { Fields = fields.NavigationTo(at) }, cancel));
            if (way[^1].Target is not { } target || !isOurs(target))
                return (way.ToImmutable(), false);

            // With other cookies than before, the same address may answer in another way.
            if (way.Count(exchange => exchange.Url == target) > 1)
                return (way.ToImmutable(), true);
        }

        return (way.ToImmutable(), true);
    }

    /// <summary>Asks with the cookies that are kept, and keeps those that come.</summary>
    public async Task<Exchange> AskAsync(Question question, CancellationToken cancel)
    {
        var answer = await client.AskAsync(question with { Cookie = Jar.For(question.Url) }, cancel);
        foreach (var line in answer.Lines("Set-Cookie"))
            _taken.Add(Jar.Take(line, question.Url));
        return answer;
    }
}
