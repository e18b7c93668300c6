using Countersign.AspNetCore.Passwords;
using Countersign.AspNetCore.Stores;

namespace Countersign.Samples.MinimalApi;

/// <summary>Somebody to try the sample with: anna, ben (an operator) and a key for a meter. A real application gets its accounts from its operators.</summary>
internal static class FirstAccounts
{
    public static void Add(IServiceProvider services)
    {
        var users = services.GetRequiredService<UserStore>();
        if (users.List().Count > 0)
            return;
        users.Add(new UserRecord("anna", PasswordMaker.Create("open sesame").Reveal()));
        users.Add(new UserRecord("ben", PasswordMaker.Create("open sesame").Reveal()) { Groups = ["ops"] });
        var key = services.GetRequiredService<ApiKeyStore>().Create("meter", ["readings"]);
        Console.WriteLine($"anna and ben have the password `open sesame`, and a meter the key {key.Key.Reveal()}");
    }
}
