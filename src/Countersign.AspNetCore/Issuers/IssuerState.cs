namespace Countersign.AspNetCore.Issuers;

/// <summary>What is known of an issuer.</summary>
/// <param name="Name">Its identifier.</param>
/// <param name="Way">How its tokens are judged.</param>
/// <param name="Keys">How many keys are in use; null where it is asked about tokens.</param>
/// <param name="Failure">Why its keys could not be had, or it could not be asked, the last time; null when they could.</param>
internal sealed record IssuerState(string Name, IssuerWay Way, int? Keys, string? Failure)
{
    /// <summary>The file of its keys; null where they are in none.</summary>
    public string? File { get; init; }
}
