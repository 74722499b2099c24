using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A house rule: a function from the source to its violations. Every rule is run over the repository, and has a class
/// of tests, named after it, in which it finds seeded violations.
/// </summary>
internal interface IRule
{
    IEnumerable<Violation> Check(SourceTree tree);
}
