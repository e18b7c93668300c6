using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Passwords;
using Countersign.Decisions;

namespace Countersign.AspNetCore.SignIn.Desk.Factors;

/// <summary>Hashes new passwords where others are checked, so that both together take no more of the machine than was said.</summary>
internal static class PasswordSetting
{
    /// <summary>The hash of a password that fits the rules; null when all workers are busy.</summary>
    public static async Task<string?> HashAsync(DoorServices services, string password, RequestFacts request, CancellationToken cancel) =>
        services.Workers.TryRun<string?>(Network.Of(request.ClientAddress), () => PasswordMaker.Create(password).Reveal(), _ => null, out var hashing, cancel) ? await hashing : null;
}
