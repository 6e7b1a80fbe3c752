namespace palpate {}
