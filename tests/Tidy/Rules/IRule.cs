using Cartwright.Tidy.Source;

namespace Cartwright.Tidy.Rules;

/// <summary>
/// A house rule: a function from the source to what is wrong in it. Every rule is run over the repository, and has
/// a class of tests, named after it, in which it is seen to find what it should find.
/// </summary>
internal interface IRule
{
    IEnumerable<Violation> Check(SourceTree tree);
}
