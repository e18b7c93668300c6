using Countersign.Gateway.Doctor.Address;

namespace Countersign.Gateway.Doctor;

/// <summary>Asks a public address as a browser does, and finds what keeps people from signing in there.</summary>
public static class AddressExamination
{
    /// <summary>Asks, and judges what came.</summary>
    /// <param name="order">The address.</param>
    /// <param name="progress">Is told what is done next.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">The file of authorities can't be read, or there is no certificate in it.</exception>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public static async Task<DoctorReport> RunAsync(AddressOrder order, IProgress<string> progress, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        using var client = new AddressClient(order, clock);
        var facts = await new AddressProbe(order, client, progress, clock).AskAsync(cancel);
        return Judge(facts, clock);
    }

    internal static DoctorReport Judge(AddressFacts facts, TimeProvider clock) => new(
        facts.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        [.. AddressCatalogue.All(clock).SelectMany(check => check.Judge(facts))]);
}
