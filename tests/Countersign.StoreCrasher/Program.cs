// Writes to a store without end and says what was acknowledged, so that a test can kill it at any moment and look what is left.
using System.Globalization;
using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

using var store = Store.Open(args[0]);
using var keys = new ApiKeyStore(store);
var users = new UserStore(store);
if (args is [_, "sessions"])
    await BeginSessionsAsync();
await using var journal = new Journal(store);

for (var i = 0; ; i++)
{
    var key = keys.Create("ci").Record.Id;
    Console.WriteLine($"key {key}");
    if (users.Add(new(key, "hash")))
        Console.WriteLine($"user {key}");
    if (i % 2 == 0 && keys.Revoke(key))
        Console.WriteLine($"revoked {key}");
    journal.Record(Refused(key));
    Console.WriteLine($"refusal {key}");
}

async Task BeginSessionsAsync()
{
    using var sessions = new SessionStore(store, users);
    for (var i = 0; ; i++)
    {
        var session = await sessions.BeginAsync(new(new Subject("somebody")) { At = TimeProvider.System.GetUtcNow() }, new(IPAddress.Loopback, null), CancellationToken.None);
        Console.WriteLine($"session {session.Handle}");
        if (i % 2 == 0)
            Console.WriteLine($"ended {await sessions.EndAsync(session.Id.Reveal(), CancellationToken.None)}");
    }
}

static JournalEntry Refused(string reference) => new()
{
    Reference = reference,
    Time = TimeProvider.System.GetUtcNow(),
    Refusal = Refusal.ApiKeyUnknown,
    CredentialsPresented = true,
    Status = 401,
    Method = "GET",
    UrlScheme = "https",
    Authority = "example.org",
    Path = "/" + reference.Length.ToString(CultureInfo.InvariantCulture),
    ClientAddress = "192.0.2.1",
};
