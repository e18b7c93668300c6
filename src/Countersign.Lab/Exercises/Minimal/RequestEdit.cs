using System.Text.Json;

namespace Countersign.Lab.Exercises.Minimal;

/// <summary>One change that can be made for itself: something is added, removed, or replaced.</summary>
/// <param name="Part">What is changed.</param>
/// <param name="Name">The name of the field, parameter or member; empty where there is but one.</param>
/// <param name="From">What the base request has; null for nothing.</param>
/// <param name="To">What is there instead; null for nothing.</param>
internal sealed record RequestEdit(RequestPart Part, string Name, string? From, string? To)
{
    /// <summary>The same in words, without values: they may be secrets.</summary>
    public string Sentence
    {
        get
        {
            var what = Part switch
            {
                RequestPart.Method => "the method",
                RequestPart.Place => "the path",
                RequestPart.Query => $"the parameter {Name} of the query",
                RequestPart.Field => $"the field {Name}",
                RequestPart.Member => $"the member {Name} of the content",
                _ => "the content",
            };
            return $"{what} {Verb}";
        }
    }

    /// <summary>What is done: added, removed or replaced.</summary>
    public string Verb => From is null ? "added" : To is null ? "removed" : "replaced";

    /// <summary>The part's name in JSON.</summary>
    public string PartName => JsonNamingPolicy.KebabCaseLower.ConvertName(Part.ToString());
}
