// One of several processes that use the same tokens.
// keep STORE: writes to it without end and says what is kept, so that a test can kill it at any moment and look what is left.
// use STORE ENDPOINT CLIENT RESOURCE SECONDS: sends requests to a resource for a while, and says how many got in and what went wrong.
using System.Globalization;
using Countersign;
using Countersign.Client;
using Countersign.Client.Stores;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;

const string Name = "api";

var seal = AesTokenSeal.FromFile(args[1] + ".key");
ITokenStore store = args[1].EndsWith(".db", StringComparison.Ordinal) ? new SqliteTokenStore(args[1], seal) : new FileTokenStore(args[1], seal);
if (args[0] == "keep")
    await KeepAsync();
return await UseAsync(new(args[2]), args[3], args[4], TimeSpan.FromSeconds(double.Parse(args[5], CultureInfo.InvariantCulture)));

async Task KeepAsync()
{
    for (var number = 1; ; number++)
    {
        await using var lease = await store.TryLeaseAsync(Name, TimeSpan.FromSeconds(1), CancellationToken.None) ?? throw new InvalidOperationException("Nobody else is here.");
        var kept = await store.ReadAsync(Name, CancellationToken.None);
        var next = new TokenFamily(new("https://as.example/token"), "app") { RefreshToken = new(number.ToString(CultureInfo.InvariantCulture)), Seed = new string('s', number % 10_000) };
        if (!await store.TryReplaceAsync(Name, kept?.Version, next, CancellationToken.None))
            throw new InvalidOperationException("Nobody else is here.");
        Console.WriteLine(number);
    }
}

async Task<int> UseAsync(Uri endpoint, string client, string resource, TimeSpan time)
{
    var grant = new RefreshTokenGrant(new(endpoint, ClientAuthentication.None(client)), store, Name);
    var options = new ReauthenticationOptions();
    options.AddBearer(new Uri(resource).GetLeftPart(UriPartial.Authority), grant, bearer => bearer.AllowCleartext = true);
    await using var keyring = new Keyring(options);
    using var handler = new ReauthenticationHandler(keyring) { InnerHandler = new SocketsHttpHandler { UseProxy = false } };
    using var http = new HttpClient(handler);
    var began = TimeProvider.System.GetTimestamp();
    var (inside, outside) = (0, 0);
    while (TimeProvider.System.GetElapsedTime(began) < time)
    {
        try
        {
            using var response = await http.GetAsync(resource);
            response.EnsureSuccessStatusCode();
            inside++;
        }
        catch (HttpRequestException failure)
        {
            outside++;
            Console.Error.WriteLine(failure.Message);
        }

        await Task.Delay(20);
    }

    Console.WriteLine($"{inside} {outside}");
    return outside == 0 ? 0 : 1;
}
