// Writes to a store without end and says what was acknowledged, so that a test can kill it at any moment and look what is left.
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;

using var store = Store.Open(args[0]);
using var keys = new ApiKeyStore(store);
var users = new UserStore(store);
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
